'use client';

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay } from './days.ts';

export interface DayPoint {
  day: string;
  bar: number;
  line?: number | null | undefined;
}

export interface DayChartProps {
  points: DayPoint[];
  barLabel: string;
  formatBar: (value: number) => string;
  /** Without: bars alone. */
  line?: { label: string; format: (value: number) => string };
}

const tick = { fill: 'var(--muted)', fontSize: 12 };

/** The line is a share. */
const axisPercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** Bars by day, with a line on a separate axis. */
export function DayChart({ points, barLabel, formatBar, line }: DayChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={points}
        accessibilityLayer={false}
        margin={{ top: 8, right: line ? 0 : 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid yAxisId="bar" vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={formatDay}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={36}
        />
        <YAxis
          yAxisId="bar"
          width={46}
          tick={tick}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          tickFormatter={formatBar}
        />
        {line && (
          <YAxis
            yAxisId="line"
            orientation="right"
            width={46}
            tick={tick}
            tickLine={false}
            axisLine={false}
            tickFormatter={(value: number) => axisPercent.format(value)}
          />
        )}
        <Tooltip
          cursor={{ fill: 'var(--sunken)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as DayPoint | undefined;
            if (!active || !point) return null;
            return (
              <div className="rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-popup">
                <p className="font-medium">{formatDay(point.day)}</p>
                <p className="text-muted tabular-nums">
                  {barLabel} {formatBar(point.bar)}
                </p>
                {line && typeof point.line === 'number' && (
                  <p className="text-muted tabular-nums">
                    {line.label} {line.format(point.line)}
                  </p>
                )}
              </div>
            );
          }}
        />
        <Bar
          yAxisId="bar"
          dataKey="bar"
          fill={line ? 'var(--line-strong)' : 'var(--accent)'}
          fillOpacity={line ? 0.4 : 1}
          radius={[3, 3, 0, 0]}
          maxBarSize={28}
          isAnimationActive={false}
        />
        {line && (
          <Line
            yAxisId="line"
            dataKey="line"
            stroke="var(--accent)"
            strokeWidth={2}
            dot={points.length <= 31 ? { r: 2.5, fill: 'var(--accent)', strokeWidth: 0 } : false}
            connectNulls
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
