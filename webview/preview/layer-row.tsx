/** One line of the table of layers: a layer's facts, or why there are none; a module that folds, with the sums of what is in it. */
import type { VNode } from 'preact';
import type { PreviewRow } from '../../extension/protocol.ts';
import { IconButton } from '../shared/controls.tsx';
import { bytes, compact, count, integer } from '../shared/format.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { Icon } from '../shared/icon.tsx';
import { moduleFacts, type Item, type ModuleItem } from './layer-items.ts';
import { t } from '../shared/l10n.ts';

export const macsTitle = (macs: number | string | null): string =>
  macs === null ? '' : t('{0} multiply-accumulates for one sample', count(macs, integer));

export const rowId = (index: number): string => `layer-${index}`;

/** How far each level is moved to the right, in CSS pixels. */
const INDENT = 14;
const indent = (level: number): Record<string, string> => ({ '--indent': `${(level - 1) * INDENT}px` });

interface LayerRowProps {
  readonly item: Item;
  readonly index: number;
  readonly selected: boolean;
  /** The table has modules, so that layers leave room for the mark that folds. */
  readonly tree: boolean;
  readonly onSelect: (index: number) => void;
  readonly onReveal: () => void;
  readonly onFold: (item: ModuleItem) => void;
}

export function LayerRow({ item, index, selected, tree, onSelect, onReveal, onFold }: LayerRowProps): VNode {
  const module = item.kind === 'module' ? item : null;
  const line = module ? (module.row ?? module.layers[0])?.line : item.row?.line;
  return (
    <div
      id={rowId(index)}
      class={module ? 'grid-row module-row' : 'grid-row'}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={indent(item.level)}
      aria-level={tree ? item.level : undefined}
      aria-expanded={module ? !module.folded : undefined}
      onClick={() => {
        onSelect(index);
        if (module && module.row === null) onFold(module);
      }}
      onDblClick={() => {
        if (!module || module.row !== null) onReveal();
      }}
    >
      <span role="gridcell" class="cell-name" title={module ? item.label : item.row?.name}>
        {tree && (
          <span
            class="fold-mark"
            onClick={(event) => {
              if (!module) return;
              event.stopPropagation();
              onFold(module);
            }}
          >
            {module && <Icon name={module.folded ? 'chevron-right' : 'chevron-down'} />}
          </span>
        )}
        <span class="cell-text">{item.label}</span>
        <IconButton icon="go-to-file" label={t('Go to line {0}', line ?? 1)} onClick={onReveal} tabIndex={-1} />
      </span>
      {item.kind === 'layer' ? <Layer row={item.row} /> : <Module item={item} />}
    </div>
  );
}

const Layer = ({ row }: { readonly row: PreviewRow }): VNode => (
  <>
    <span role="gridcell" class="cell-type" title={row.type}>
      {row.type}
    </span>
    {row.outputShape === null ? (
      <NotInferred row={row} />
    ) : (
      <>
        <ShapeCell row={row} shape={row.outputShape} />
        <Figures facts={row} />
      </>
    )}
  </>
);

const Module = ({ item }: { readonly item: ModuleItem }): VNode => (
  <>
    <span role="gridcell" class="cell-type">
      {item.row ? item.row.type : t(item.layers.length === 1 ? '{0} layer' : '{0} layers', integer(item.layers.length))}
    </span>
    {item.row && item.row.outputShape !== null ? (
      <ShapeCell row={item.row} shape={item.row.outputShape} />
    ) : (
      <span role="gridcell" class="cell-shape" />
    )}
    <Figures facts={moduleFacts(item)} />
  </>
);

const NotInferred = ({ row }: { readonly row: PreviewRow }): VNode => (
  <span role="gridcell" aria-colspan={5} class="cell-reason" title={row.reason ?? ''}>
    <Icon name="question" />
    <span class="cell-text">{row.reason === null ? t('not inferred') : t('not inferred: {0}', row.reason)}</span>
  </span>
);

const ShapeCell = ({ row, shape }: { readonly row: PreviewRow; readonly shape: string }): VNode => (
  <span role="gridcell" class="cell-shape" title={shape}>
    <span class="cell-text">{shape}</span>
    {!row.runnable && (
      <span class="not-runnable" title={t('Not drawn: {0}', row.reason ?? t('this layer cannot be run here'))}>
        <Icon name="circle-slash" />
        <span class="visually-hidden">{t('not drawn')}</span>
      </span>
    )}
  </span>
);

const Figures = ({ facts }: { readonly facts: Pick<PreviewRow, 'params' | 'macs' | 'bytes' | 'artifact'> }): VNode => (
  <>
    <span role="gridcell" class={`cell-number cell-params${facts.params === 0 ? ' cell-zero' : ''}`}>
      {count(facts.params)}
      {facts.params !== null && <span class="unit"> {t('params')}</span>}
    </span>
    <span
      role="gridcell"
      class={`cell-number cell-macs${facts.macs === 0 ? ' cell-zero' : ''}`}
      title={macsTitle(facts.macs)}
    >
      {count(facts.macs, compact)}
      {facts.macs !== null && <span class="unit"> {t('MACs')}</span>}
    </span>
    <span role="gridcell" class="cell-number cell-bytes">
      {count(facts.bytes, bytes)}
    </span>
    <span role="gridcell" class="cell-grade">
      {facts.artifact !== null && <GradeBadge artifact={facts.artifact} />}
    </span>
  </>
);
