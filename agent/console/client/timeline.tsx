import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import UPlot from "uplot";
import type { Timeline } from "../api/answers.ts";
import { axisWord, count, span } from "./times.ts";

/** A span of time, in milliseconds since 1970 UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the timeline shows. */
export interface TimelineProps {
  readonly timeline: Timeline;
  /** What is chosen; null: nothing. */
  readonly chosen: Span | null;
  /** Moments at which policy or directives changed. */
  readonly marks: readonly number[];
  readonly onBrush: (span: Span | null) => void;
}

/** Events by time. One drags over it to choose a time, and clicks to let it go; the filter “When” does it by keyboard. */
export function TimelineChart(props: TimelineProps): JSX.Element {
  const { timeline, chosen, marks } = props;
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = new UPlot(
      optionsFor(holder.current, latest),
      columnsOf(latest.current.timeline),
      holder.current,
    );
    chart.current = made;
    const sized = new ResizeObserver(() => {
      made.setSize({ width: Math.max(200, holder.current?.clientWidth ?? 0), height: HEIGHT });
      choose(made, latest.current.chosen);
    });
    sized.observe(holder.current);
    // The canvas has no style of its own to follow the system's colors.
    const theme = matchMedia("(prefers-color-scheme: dark)");
    const redraw = (): void => made.redraw();
    theme.addEventListener("change", redraw);
    return () => {
      sized.disconnect();
      theme.removeEventListener("change", redraw);
      made.destroy();
    };
  }, []);
  useEffect(() => {
    chart.current?.setData(columnsOf(timeline));
    if (chart.current !== null) choose(chart.current, chosen);
  }, [timeline, chosen?.from, chosen?.to, marks.length]);
  return <div class="brush" ref={holder} role="img" aria-label={inWords(timeline, chosen)} />;
}

const HEIGHT = 88;
type Colors = (name: string) => () => string;
type Latest = { readonly current: TimelineProps };

/** The chart knows the highest of each column; what stands in it is drawn by `drawColumns`. */
function columnsOf({ start, step, permits, denials, others }: Timeline): UPlot.AlignedData {
  const at = permits.map((_, index) => (start + (index + 0.5) * step) / 1_000);
  return [at, permits.map((permitted, index) => permitted + (others[index] ?? 0) + (denials[index] ?? 0))];
}

function optionsFor(holder: HTMLElement, latest: Latest): UPlot.Options {
  const color = colorsOf(holder);
  return {
    width: Math.max(200, holder.clientWidth),
    height: HEIGHT,
    padding: [6, 8, 0, 8],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: true, range: () => rangeOf(latest.current.timeline) },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.06)] },
    },
    axes: [
      {
        stroke: color("--ink-3"),
        font: `11px ${getComputedStyle(holder).fontFamily}`,
        size: 22,
        gap: 4,
        grid: { show: false },
        ticks: { show: false },
        border: { show: true, stroke: color("--line"), width: 1 },
        values: (_plot, splits) =>
          splits.map((at, index) =>
            axisWord(at * 1_000, ((splits[1] ?? at) - (splits[0] ?? at)) * 1_000 || index),
          ),
        space: 84,
      },
      { show: false },
    ],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [
        (plot) => drawColumns(plot, latest.current.timeline, color),
        (plot) => drawMarks(plot, latest.current, color),
      ],
      setSelect: [(plot) => brushed(plot, latest.current)],
    },
  };
}

/** A canvas knows neither variables nor themes, so an element that nobody sees is asked for each color when it is drawn. */
function colorsOf(holder: HTMLElement): Colors {
  const probe = document.createElement("i");
  probe.hidden = true;
  holder.append(probe);
  return (name) => () => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

function rangeOf({ start, step, permits }: Timeline): [number, number] {
  return [start / 1_000, (start + step * permits.length) / 1_000];
}

/** Permits on what else was recorded, denials on both: whole pixels, so that no color shows at the edge of another. */
function drawColumns(plot: UPlot, { start, step, permits, denials, others }: Timeline, color: Colors): void {
  const { ctx } = plot;
  const colors = [color("--chart-other")(), color("--chart-permit")(), color("--not")()];
  const x = (column: number): number => Math.round(plot.valToPos((start + column * step) / 1_000, "x", true));
  const y = (value: number): number => Math.round(plot.valToPos(value, "y", true));
  const apart = x(1) - x(0) > 3 * devicePixelRatio ? Math.round(devicePixelRatio) : 0;
  for (const column of permits.keys()) {
    let ground = 0;
    for (const [index, amount] of [
      others[column] ?? 0,
      permits[column] ?? 0,
      denials[column] ?? 0,
    ].entries()) {
      if (amount === 0) continue;
      // What is there is seen, however little it is beside the rest.
      const top = Math.min(y(ground + amount), y(ground) - 1);
      ctx.fillStyle = colors[index] ?? "";
      ctx.fillRect(x(column), top, Math.max(1, x(column + 1) - x(column) - apart), y(ground) - top);
      ground += amount;
    }
  }
}

/** Gaps stand below the ground; a change of policy or directives is a line through all. */
function drawMarks(
  plot: UPlot,
  { timeline, marks }: TimelineProps,
  color: (name: string) => () => string,
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = color("--brass")();
  for (const [index, gaps] of timeline.gaps.entries()) {
    if (gaps === 0) continue;
    const left = plot.valToPos((timeline.start + index * timeline.step) / 1_000, "x", true);
    const right = plot.valToPos((timeline.start + (index + 1) * timeline.step) / 1_000, "x", true);
    ctx.fillRect(left, bbox.top + bbox.height + ratio, Math.max(3 * ratio, right - left - ratio), 3 * ratio);
  }
  ctx.fillStyle = color("--strap")();
  for (const at of marks) {
    const x = plot.valToPos(at / 1_000, "x", true);
    if (x >= bbox.left && x <= bbox.left + bbox.width)
      ctx.fillRect(x, bbox.top - 2 * ratio, 1.5 * ratio, bbox.height + 2 * ratio);
  }
  ctx.restore();
}

/** True while the chart is told what is chosen, which is no brush of the person's. */
let isTold = false;

function brushed(plot: UPlot, { onBrush }: TimelineProps): void {
  if (isTold) return;
  const { left, width } = plot.select;
  if (width < 3) return onBrush(null);
  const moment = (x: number): number => Math.round(plot.posToVal(x, "x") * 1_000);
  onBrush({ from: Math.max(0, moment(left)), to: moment(left + width) });
}

function choose(plot: UPlot, chosen: Span | null): void {
  isTold = true;
  const width = plot.over.clientWidth;
  const place = (at: number): number => Math.max(0, Math.min(width, plot.valToPos(at / 1_000, "x")));
  const left = chosen === null ? 0 : place(chosen.from);
  const right = chosen === null ? 0 : place(chosen.to);
  plot.setSelect({ left, width: right - left, top: 0, height: plot.over.clientHeight }, false);
  isTold = false;
}

function sum(all: readonly number[]): number {
  return all.reduce((one, other) => one + other, 0);
}

function inWords({ start, step, permits, denials, gaps }: Timeline, chosen: Span | null): string {
  const now = Date.now();
  const what = `${count(sum(permits))} permitted, ${count(sum(denials))} denied, ${count(sum(gaps))} gaps`;
  const part = chosen === null ? "" : ` Chosen: ${span(chosen.from, chosen.to, now)}.`;
  return `Events by time, ${span(start, start + step * permits.length, now)}: ${what}.${part}`;
}
