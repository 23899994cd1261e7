/** Above the table of layers: which rows it shows, in which order, and all modules folded or unfolded at once. */
import type { VNode } from 'preact';
import { IconButton, Select, Toggle } from '../shared/controls.tsx';
import { isOrderKey, ORDER_LABELS, type LayerFilter } from './layer-order.ts';
import type { ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

interface LayerToolsProps extends ViewProps {
  /** The keys of all modules. */
  readonly modules: readonly string[];
  /** Narrow tables have no headings to sort by. */
  readonly narrow: boolean;
}

export function LayerTools({ modules, narrow, view, change }: LayerToolsProps): VNode {
  const filter = (name: LayerFilter) => (pressed: boolean) => change({ filter: pressed ? name : 'all' });
  const allFolded = modules.every((key) => view.folded.includes(key));
  return (
    <div class="part-tools">
      {narrow && (
        <Select
          label={t('Order of the layers')}
          value={view.orderBy}
          choices={Object.entries(ORDER_LABELS).map(([value, label]) => ({ value, label }))}
          onChange={(by) => isOrderKey(by) && change({ orderBy: by, descending: by !== 'name' && by !== 'type' })}
        />
      )}
      <Toggle
        icon="arrow-up"
        pressed={view.filter === 'upsampling'}
        title={t('Show only the layers that upsample')}
        onChange={filter('upsampling')}
      >
        {t('Upsampling')}
      </Toggle>
      <Toggle
        icon="arrow-both"
        pressed={view.filter === 'size'}
        title={t('Show only the layers whose output has another size than their input')}
        onChange={filter('size')}
      >
        {t('Size changes')}
      </Toggle>
      {modules.length > 0 && view.filter === 'all' && view.orderBy === 'model' && (
        <IconButton
          icon={allFolded ? 'unfold' : 'fold'}
          label={allFolded ? t('Unfold all modules') : t('Fold all modules')}
          onClick={() => change({ folded: allFolded ? [] : modules })}
        />
      )}
    </div>
  );
}
