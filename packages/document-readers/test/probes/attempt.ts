/** Tries what may be forbidden. @returns `done`, or the code of what came of it. */
export function attempt(action: () => unknown): string {
  try {
    action();
    return 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  }
}
