import { calculate } from './calculate.ts';
import { changelogBetween } from './changelog-between.ts';
import { checkTypescript } from './check-typescript.ts';
import { currentTime } from './current-time.ts';
import { findSymbol } from './find-symbol.ts';
import { listSources } from './list-sources.ts';
import { readPage } from './read-page.ts';
import { searchDocs } from './search-docs.ts';
import type { AgentTool } from './tool.ts';
import type { TypeScriptCompiler } from './typescript/compiler.ts';

/** The tools of this service, without those that an operator adds. */
export function docsTools({
  compiler,
  now,
}: {
  /** Without one there is no `check_typescript`. */
  readonly compiler?: TypeScriptCompiler | undefined;
  readonly now?: (() => Date) | undefined;
}): AgentTool[] {
  return [
    searchDocs,
    readPage,
    findSymbol,
    changelogBetween,
    ...(compiler ? [checkTypescript(compiler)] : []),
    listSources,
    calculate,
    currentTime(now),
  ];
}
