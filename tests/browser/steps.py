"""Steps that JupyterLab and Notebook 7 share: write a notebook, wait for its kernel, run it."""

import nbformat


def write_notebook(path, cells, kernel="python3"):
    """A notebook of these code cells, for the default Python kernel or another."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    nbformat.write(notebook, path)


KERNEL_READY = """async () => {
  await window.jupyterapp.restored;
  const next = () => new Promise(resolve => requestAnimationFrame(resolve));
  const current = () => window.jupyterapp.shell.currentWidget;
  while (!current()?.sessionContext) await next();
  await current().context.ready;
  await current().sessionContext.ready;
  while (!current().sessionContext.session?.kernel) await next();
  await current().sessionContext.session.kernel.info;
}"""

RUN_ALL = "() => { void window.jupyterapp.commands.execute('notebook:run-all-cells') }"
