/** UTF-16 offsets in one file. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
