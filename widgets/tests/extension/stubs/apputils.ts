/** What the extension's modules use of '@jupyterlab/apputils' at run time. */
import { vi } from 'vitest';

export const Clipboard = { copyToSystem: vi.fn<(text: string) => void>() };
export const Notification = {
  info: vi.fn<(message: string) => void>(),
  success: vi.fn<(message: string) => void>(),
  warning: vi.fn<(message: string) => void>()
};
