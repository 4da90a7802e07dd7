/** A record without one of its keys. */
export function omit<R extends object>(record: R, key: PropertyKey): R {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key)) as R;
}
