// Pictures of the numbers, as SVG.

// By a name that the compiler does not follow: it is installed for the benchmarks only.
const CHARTS = 'echarts';

const WIDTH = 900;
const OUR_COLOUR = '#1a7f37';
const OTHER_COLOUR = '#8c959f';

/** @typedef {{ date: string, machine: string, command: string }} Origin */

/** Draws with the origin of the numbers below. @type {(options: { title: object[] }, height: number, origin: Origin) => Promise<string>} */
async function draw({ title, ...options }, height, { date, machine, command }) {
  const { init } = await import(CHARTS);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const text = `${command}, ${date}, ${machine}`;
  const foot = { text, left: 10, top: height - 24, textStyle: { fontSize: 11, fontWeight: 'normal' } };
  chart.setOption({ animation: false, backgroundColor: '#ffffff', title: [...title, foot], ...options });
  const svg = chart.renderToSVGString();
  // What is drawn keeps a process alive.
  chart.dispose();
  return svg;
}

/**
 * Bars from the left, the first at the top.
 * @param {string} title
 * @param {{ name: string, value: number, label: string, ours: boolean }[]} bars
 * @param {Origin} origin
 */
function bars(title, bars, origin) {
  const height = 110 + 44 * bars.length;
  const options = {
    title: [{ text: title, left: 10, top: 8, textStyle: { fontSize: 15 } }],
    grid: { left: 230, right: 150, top: 46, bottom: 56 },
    xAxis: { type: 'value' },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name) },
    series: [
      {
        type: 'bar',
        barWidth: 22,
        data: bars.map(({ value, label, ours }) => ({
          value,
          itemStyle: { color: ours ? OUR_COLOUR : OTHER_COLOUR },
          label: { show: true, position: 'right', formatter: label },
        })),
      },
    ],
  };
  return draw(options, height, origin);
}

/**
 * A panel for each scenario, two in a row: how many are resolved, to the right, and at what load, upwards.
 * @param {{ title: string, points: { name: string, x: number, y: number, ours: boolean }[] }[]} panels
 * @param {{ x: string, y: string }} axes
 * @param {Origin} origin
 */
function scatter(panels, axes, origin) {
  const [across, down] = [WIDTH / 2, 330];
  const height = down * Math.ceil(panels.length / 2) + 120;
  const places = panels.map((_, index) => ({ left: (index % 2) * across, top: Math.floor(index / 2) * down }));
  const axis = (/** @type {string} */ name, /** @type {number} */ nameGap) =>
    panels.map((_, gridIndex) => ({ gridIndex, name, nameLocation: 'middle', nameGap, min: 0 }));
  const options = {
    title: panels.map(({ title }, index) => ({
      text: title,
      left: Number(places[index]?.left) + 10,
      top: Number(places[index]?.top) + 8,
      textStyle: { fontSize: 14 },
    })),
    legend: { top: height - 110, left: 10, width: WIDTH - 20, itemGap: 40 },
    grid: places.map(({ left, top }) => ({ left: left + 70, top: top + 50, width: across - 100, height: down - 120 })),
    xAxis: axis(axes.x, 28),
    yAxis: axis(axes.y, 52),
    // One that is named as another has its colour.
    series: panels.flatMap(({ points }, index) =>
      points.map(({ name, x, y, ours }) => ({
        name,
        type: 'scatter',
        xAxisIndex: index,
        yAxisIndex: index,
        symbol: ours ? 'diamond' : 'circle',
        symbolSize: ours ? 18 : 11,
        ...(ours && { color: OUR_COLOUR }),
        data: [[x, y]],
      })),
    ),
  };
  return draw(options, height, origin);
}

module.exports = { bars, scatter };
