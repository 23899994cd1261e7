/**
 * How much of a map's variation repeats at an upsampling layer's stride: the share of its spectral power that stands at the
 * non-zero multiples of 1 / stride, above what stands around them (Odena, Dumoulin and Olah 2016, distill.pub, show the pattern;
 * the measure is ours and defined in DESIGN.md under "measured").
 */
import { planSpectrum, powerSpectrum, type SpectrumPlan } from './spectrum.ts';

/** Under the Hann window a line fills its bin and one to each side. */
const PEAK_REACH = 1;
/** The neighbourhood goes this far, without the peak itself. */
const NEIGHBOURHOOD_REACH = 3;
/** Below this many periods per axis a peak's neighbourhood runs into the next peak, or into the picture's own low frequencies. */
const LEAST_PERIODS = 4;

export interface PeriodicShare {
  /** Power above the neighbourhood at the stride's frequencies, and all power but the mean's. */
  readonly periodic: number;
  readonly total: number;
}

/** The part of a height x width map that can be measured: whole periods, so that the frequencies fall on bins. */
export interface MeasurePlan {
  readonly height: number;
  readonly width: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly spectrum: SpectrumPlan;
}

/** Null where the map is too small to tell, or the stride is 1. */
export function planMeasure(height: number, width: number, stride: readonly [number, number]): MeasurePlan | null {
  const [strideH, strideW] = stride;
  // An axis whose stride is 1 has no peaks of its own, but needs room around those of the other axis.
  const [periodsH, periodsW] = [Math.floor(height / strideH), Math.floor(width / strideW)];
  if (strideH * strideW === 1) return null;
  if (strideH > 1 ? periodsH < LEAST_PERIODS : height < 1) return null;
  if (strideW > 1 ? periodsW < LEAST_PERIODS : width < 1) return null;
  const [h, w] = [periodsH * strideH, periodsW * strideW];
  return { height: h, width: w, strideH, strideW, spectrum: planSpectrum(h, w) };
}

/** Variation below this share of a map's power is what rounding to float32 leaves of a constant. */
const ROUNDING_POWER = 1e-12;

/** `values` is plan.height x plan.width. */
export function periodicShare(values: ArrayLike<number>, plan: MeasurePlan): PeriodicShare {
  const { height, width, strideH, strideW } = plan;
  const power = powerSpectrum(values, plan.spectrum);
  const total = power.reduce((sum, value) => sum + value, 0);
  if (total <= ROUNDING_POWER * windowedPower(values, plan.spectrum)) return { periodic: 0, total: 0 };
  let periodic = 0;
  for (let i = 0; i < strideH; i++) {
    for (let j = 0; j < strideW; j++) {
      if (i === 0 && j === 0) continue;
      periodic += excess(power, height, width, (i * height) / strideH, (j * width) / strideW);
    }
  }
  return { periodic, total };
}

/** What `powerSpectrum` would add up to if the mean were left in (Parseval). */
function windowedPower(values: ArrayLike<number>, { height, width, windowRows, windowColumns }: SpectrumPlan): number {
  let sum = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      sum += ((windowRows[y] as number) * (windowColumns[x] as number) * (values[i] as number)) ** 2;
    }
  }
  return sum * height * width;
}

/** Power of the peak at (v, u) above the mean of its neighbourhood; 0 where it is below. */
function excess(power: Float64Array, height: number, width: number, v: number, u: number): number {
  let [peak, peakBins, around, aroundBins] = [0, 0, 0, 0];
  // An axis too short for the neighbourhood is taken once, not several times around.
  const reachV = Math.min(NEIGHBOURHOOD_REACH, Math.floor((height - 1) / 2));
  const reachU = Math.min(NEIGHBOURHOOD_REACH, Math.floor((width - 1) / 2));
  for (let dv = -reachV; dv <= reachV; dv++) {
    for (let du = -reachU; du <= reachU; du++) {
      const [row, column] = [(v + dv + height) % height, (u + du + width) % width];
      const value = power[row * width + column] as number;
      if (Math.abs(dv) <= PEAK_REACH && Math.abs(du) <= PEAK_REACH) {
        peak += value;
        peakBins++;
      } else if (!nearZero(row, height) || !nearZero(column, width)) {
        around += value;
        aroundBins++;
      }
    }
  }
  return aroundBins === 0 ? peak : Math.max(0, peak - (around / aroundBins) * peakBins);
}

/** The lowest frequencies are the picture's own and no measure of the neighbourhood. */
const nearZero = (bin: number, size: number): boolean => Math.min(bin, size - bin) <= PEAK_REACH;
