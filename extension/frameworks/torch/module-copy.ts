/** copy.deepcopy of a module: new parameters of the same shapes, new submodules, a layer fact of its own for each layer. */
import type { NativeCall, PyInstance, Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { moduleOf, setModule, type ModuleData } from './module-data.ts';
import { isParameter, makeParameter } from './parameter.ts';
import { startOf, startsAs } from './parameter-start.ts';

export function copyModule(ctx: TorchContext, call: NativeCall, source: PyInstance): PyInstance {
  const copies = new Map<Value, Value>();
  const copyOf = call.interpreter.getAttribute(call.interpreter.importModule('copy'), 'deepcopy');

  const copyTensor = (value: Value): Value => {
    const data = tensorOf(value);
    if (!data || !isParameter(ctx, value)) return value;
    const made = makeParameter(ctx, data.shape, data.reason);
    for (const [name, attribute] of value.attributes) made.attributes.set(name, attribute);
    const start = startOf(ctx, data.id);
    if (start) startsAs(ctx, made, start);
    return made;
  };
  const once = (value: Value, make: (value: Value) => Value): Value => {
    const known = copies.get(value);
    if (known) return known;
    const made = make(value);
    copies.set(value, made);
    return made;
  };
  const copyAttribute = (value: Value): Value => {
    if (value.kind === 'instance' && moduleOf(value)) return copy(value);
    if (tensorOf(value)) return once(value, copyTensor);
    const container =
      value.kind === 'list' || value.kind === 'dict' || value.kind === 'set' || value.kind === 'instance';
    return container && copyOf
      ? once(value, () => call.interpreter.call(copyOf, [value], undefined, call.site))
      : value;
  };
  const copy = (module: PyInstance): PyInstance => {
    const data = moduleOf(module);
    const known = copies.get(module);
    if (known?.kind === 'instance') return known;
    const made: PyInstance = { kind: 'instance', cls: module.cls, attributes: new Map() };
    copies.set(module, made);
    if (!data) return made;
    const own: ModuleData = {
      parameters: new Map([...data.parameters].map(([name, value]) => [name, once(value, copyTensor)])),
      buffers: new Map(data.buffers),
      modules: new Map(
        [...data.modules].map(([name, value]) => [name, value.kind === 'instance' ? copy(value) : value]),
      ),
      native: data.native && {
        ...data.native,
        layer: ctx.session.addLayer({ ...ctx.session.layer(data.native.layer) }),
      },
      fact: null,
      hooks: new Map(data.hooks),
      site: data.site,
      maker: data.maker,
      complete: true,
    };
    setModule(made, own);
    ctx.modules.push(made);
    for (const [name, value] of module.attributes) {
      const registered = own.parameters.get(name) ?? own.modules.get(name) ?? own.buffers.get(name);
      made.attributes.set(name, registered ?? copyAttribute(value));
    }
    return made;
  };
  return copy(source);
}
