/** How overlap multiplies: the chain of upsampling layers that the layer stands in, each with the unevenness up to there. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { compoundOverlap } from '../../../extension/model/artifacts/compound.ts';
import { traitOf } from '../../../extension/model/artifacts/spread.ts';
import type { Explanation, SpreadSetting } from '../../../extension/protocol.ts';
import { measured } from '../../shared/format.ts';
import { NumbersDisclosure } from '../../shared/numbers.tsx';
import { paintPlane } from '../../shared/paint.ts';
import { Picture } from '../../shared/picture.tsx';
import { extentOf, type Plane } from '../../shared/planes.ts';
import { TEXTS } from './texts.ts';

const PICTURE = 160;

interface ChainPartProps {
  readonly explanation: Explanation;
  /** Stands in for the layer's own. */
  readonly setting: SpreadSetting;
}

export function ChainPart({ explanation: { chain, own }, setting }: ChainPartProps): VNode | null {
  const rows = useMemo(() => {
    const traits = chain.map(({ trait }, index) => (index === own ? traitOf(setting) : trait));
    return traits.map((trait, index) => {
      const known = traits.slice(0, index + 1).filter((one) => one !== null);
      return {
        alone: trait && compoundOverlap([trait]),
        upTo: known.length === index + 1 ? compoundOverlap(known) : null,
      };
    });
  }, [chain, own, setting]);
  if (chain.length < 2) return null;
  const whole = rows.at(-1)?.upTo ?? null;
  return (
    <section class="explain-part">
      <h3>{TEXTS.stacked}</h3>
      <div class="chain">
        <table class="chain-table">
          <thead>
            <tr>
              <th scope="col">{TEXTS.layer}</th>
              <th scope="col">{TEXTS.overlapOfLayer}</th>
              <th scope="col">{TEXTS.overlapSoFar}</th>
            </tr>
          </thead>
          <tbody>
            {chain.map(({ name }, index) => (
              <tr key={index} class={index === own ? 'chain-own' : undefined}>
                <th scope="row">
                  {name}
                  {index === own && <span class="visually-hidden"> {TEXTS.thisLayer}</span>}
                </th>
                <td>{figure(rows[index]?.alone?.unevenness)}</td>
                <td>{figure(rows[index]?.upTo?.unevenness)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {whole ? <Compound grid={whole.grid} /> : <p class="note">{TEXTS.noCompound}</p>}
      </div>
      <p class="note">{TEXTS.stackedNote}</p>
    </section>
  );
}

const figure = (value: number | undefined): string => (value === undefined ? '–' : measured(value));

function Compound({ grid }: { readonly grid: readonly (readonly number[])[] }): VNode {
  const plane: Plane = { height: grid.length, width: grid[0]?.length ?? 0, values: Float32Array.from(grid.flat()) };
  const { high } = extentOf(plane.values);
  const label = TEXTS.chainPicture(plane.height, plane.width);
  return (
    <div>
      <Picture
        pixels={paintPlane(plane, 'viridis', { low: 0, high: Math.max(1, high) })}
        place={PICTURE}
        label={label}
      />
      <NumbersDisclosure pictures={[{ title: label, plane }]} />
    </div>
  );
}
