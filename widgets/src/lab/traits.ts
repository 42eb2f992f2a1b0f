/** Typed access to the traits of a widget; the kernel holds the state. */

/** The part of anywidget's model that a view uses. */
export interface WidgetModel {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  /** In JupyterLab and Notebook 7 it knows the notebook. */
  widget_manager?: unknown;
}

export class TraitModel<T extends object, M> {
  private readonly undo: (() => void)[] = [];

  constructor(
    readonly widget: WidgetModel,
    private readonly defaults: T
  ) {}

  /** The value of a trait; the default where the kernel has sent none. */
  get<K extends keyof T & string>(key: K): T[K] {
    return (this.widget.get(key) as T[K] | undefined | null) ?? this.defaults[key];
  }

  /** Write traits and send them in one message. */
  set(values: Partial<T>): void {
    for (const [key, value] of Object.entries(values)) {
      this.widget.set(key, value);
    }
    this.widget.save_changes();
  }

  send(message: M): void {
    this.widget.send(message);
  }

  on(keys: readonly (keyof T & string)[], callback: () => void): void {
    for (const key of keys) {
      this.widget.on(`change:${key}`, callback);
      this.undo.push(() => {
        this.widget.off(`change:${key}`, callback);
      });
    }
  }

  /** Stop listening; called when the view goes. */
  dispose(): void {
    this.undo.splice(0).forEach(undo => {
      undo();
    });
  }
}
