/**
 * Objects, classes and modules, made by constructors instead of as literals. Of a literal V8 remembers that its objects once lived
 * long (the standard library's do), and then puts every later one among the old, which only a full collection frees; with them go
 * all the values that an analysis made.
 */
import type { Cause, Place, PyClass, PyInstance, PyModule, Value } from '../values.ts';
import type { Names } from './names.ts';

export class InstanceObject implements PyInstance {
  readonly kind = 'instance';
  readonly cls: PyClass;
  readonly attributes: Names;

  constructor(cls: PyClass, attributes: Names) {
    this.cls = cls;
    this.attributes = attributes;
  }
}

export class ModuleObject implements PyModule {
  readonly kind = 'module';
  readonly name: string;
  readonly namespace: Map<string, Value>;
  readonly lookup?: (name: string) => Value | undefined;

  constructor(name: string, namespace: Map<string, Value>, lookup?: (name: string) => Value | undefined) {
    this.name = name;
    this.namespace = namespace;
    if (lookup) this.lookup = lookup;
  }
}

export interface ClassParts {
  readonly name: string;
  readonly qualifiedName: string;
  readonly bases: readonly PyClass[];
  readonly namespace?: Map<string, Value>;
  readonly place?: Place | null;
  readonly incomplete?: Cause | null;
}

export class ClassObject implements PyClass {
  readonly kind = 'class';
  readonly name: string;
  readonly qualifiedName: string;
  readonly bases: readonly PyClass[];
  readonly mro: readonly PyClass[];
  readonly namespace: Map<string, Value>;
  readonly place: Place | null;
  readonly incomplete: Cause | null;

  constructor(parts: ClassParts, mro: readonly PyClass[]) {
    this.name = parts.name;
    this.qualifiedName = parts.qualifiedName;
    this.bases = parts.bases;
    this.mro = mro;
    this.namespace = parts.namespace ?? new Map<string, Value>();
    this.place = parts.place ?? null;
    this.incomplete = parts.incomplete ?? parts.bases.find((base) => base.incomplete)?.incomplete ?? null;
  }
}
