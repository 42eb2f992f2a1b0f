/** The lessons that came with the package: their list, and a copy of one in a folder. */

import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { saveNew, Told } from './files';

export interface Lesson {
  /** What `synthbalance:new-lesson {lesson}` takes. */
  lesson: string;
  title: string;
}

/** The lessons in their order. */
export async function lessons(trans: TranslationBundle): Promise<Lesson[]> {
  const found = await fetched('index.json', trans);
  return (Array.isArray(found) ? found : []).filter(
    (one: Partial<Lesson>): one is Lesson => typeof one.lesson === 'string' && typeof one.title === 'string'
  );
}

/** Copy a lesson into a folder, beside an earlier copy if there is one; returns the path. */
export async function copyLesson(
  lesson: string,
  folder: string,
  contents: Contents.IManager,
  trans: TranslationBundle
): Promise<string> {
  const known = await lessons(trans);
  if (!known.some(one => one.lesson === lesson)) {
    const names = known.map(one => one.lesson).join(', ');
    throw new Told(trans.__('There is no lesson %1. Take one of: %2', lesson.slice(0, 60), names));
  }
  const notebook = await fetched(`${lesson}.ipynb`, trans);
  return saveNew(contents, folder, lesson, notebook as object, trans);
}

async function fetched(name: string, trans: TranslationBundle): Promise<unknown> {
  const settings = ServerConnection.makeSettings();
  const extensions = new URL(PageConfig.getOption('fullLabextensionsUrl'), settings.baseUrl).href;
  const url = URLExt.join(extensions, 'synthbalance-lab', 'lessons', encodeURIComponent(name));
  const response = await ServerConnection.makeRequest(url, {}, settings).catch(() => null);
  if (!response?.ok) {
    throw new Told(trans.__('The lessons did not come with this installation. Install synthbalance again.'));
  }
  return response.json();
}
