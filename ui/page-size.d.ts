import type { Plugin } from 'vite';

/** The parts of a bundle that count. */
type Bundle = Record<
  string,
  | { type: 'asset'; fileName: string; source: string | Uint8Array }
  | {
      type: 'chunk';
      fileName: string;
      code: string;
      isEntry: boolean;
      facadeModuleId: string | null;
      imports: string[];
      dynamicImports: string[];
    }
>;

export function pageSize(limit?: number): Plugin;
export function sizes(bundle: Bundle): { page: number; browsers: number };
