/** The parser's entry, for which the package has no types. See `pdf-engine.ts` for the protocol. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.min.mjs' {
  export const WorkerMessageHandler: {
    setup(handler: { on(action: string, handle: (data: unknown) => void): void }, port: object): void;
  };
}
