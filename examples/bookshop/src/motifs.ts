/** One drawing per genre on a 120 × 180 cover, in the space between y 18 and y 118. Varied, but recognisable by genre. */
import type { Random } from './random.ts';
import type { GenreId } from './types/bookshop.ts';

type Motif = (random: Random, ink: string, accent: string, paper: string) => string;

const circle = (x: number, y: number, r: number, fill: string, opacity = 1) =>
  `<circle cx='${x}' cy='${y}' r='${r}' fill='${fill}'${opacity < 1 ? ` opacity='${opacity}'` : ''}/>`;
const path = (d: string, fill: string, opacity = 1) =>
  `<path d='${d}' fill='${fill}'${opacity < 1 ? ` opacity='${opacity}'` : ''}/>`;
const line = (d: string, stroke: string, width: number) =>
  `<path d='${d}' fill='none' stroke='${stroke}' stroke-width='${width}' stroke-linecap='round'/>`;
const times = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('');

export const MOTIFS: Record<GenreId, Motif> = {
  // A street of dark houses, one window lit.
  crime: (random, ink, accent) => {
    const heights = times(6, (i) => `V${110 - random.between(18, 62)}H${20 * (i + 1)}`);
    const window = random.between(0, 4) * 20 + 7;
    return (
      circle(random.between(25, 95), 38, 12, ink, 0.9) +
      path(`M0 118${heights}V118Z`, '#000') +
      `<rect x='${window}' y='98' width='6' height='9' fill='${accent}'/>`
    );
  },
  'science-fiction': (random, ink, accent) => {
    const x = random.between(45, 75);
    const r = random.between(18, 26);
    const tilt = random.between(-30, 30);
    return (
      times(14, () => circle(random.between(4, 116), random.between(8, 116), random.pick([0.7, 1, 1.4]), ink)) +
      circle(x, 66, r, accent) +
      `<ellipse cx='${x}' cy='66' rx='${r + 16}' ry='6' fill='none' stroke='${ink}' stroke-width='2.5' transform='rotate(${tilt} ${x} 66)'/>`
    );
  },
  // Peaks under a moon, and a tower.
  fantasy: (random, ink, accent) => {
    const top = random.between(44, 62);
    const tower = random.between(24, 88);
    return (
      circle(random.between(30, 90), 36, 13, accent) +
      path(`M0 118L28 ${top + 14}L50 92L74 ${top}L120 118Z`, ink) +
      path(`M${tower} 118V84l5-12 5 12v34Z`, accent)
    );
  },
  romance: (random, _ink, accent) => {
    const heart = (x: number, y: number, s: number, opacity: number) =>
      `<path d='M0 6C-9-6-22 2-14 14L0 28L14 14C22 2 9-6 0 6Z' fill='${accent}' opacity='${opacity}' transform='translate(${x} ${y}) scale(${s}) rotate(${random.between(-14, 14)})'/>`;
    return (
      heart(random.between(48, 72), 44, 1.7, 1) +
      times(5, () => heart(random.between(14, 106), random.between(22, 98), 0.45, 0.45))
    );
  },
  // A crown above crossed laurels, or a column.
  historical: (random, ink, accent) =>
    random.chance(0.5)
      ? path('M32 84L26 46L46 64L60 38L74 64L94 46L88 84Z', accent) +
        path('M32 88H88V95H32Z', ink) +
        circle(60, 34, 4, ink)
      : path('M34 40H86V48H34ZM30 104H90V112H30Z', ink) +
        times(4, (i) => `<rect x='${38 + i * 12}' y='50' width='8' height='52' fill='${accent}'/>`),
  // A crooked house under a thin moon, or eyes in the dark.
  horror: (random, ink, accent, paper) => {
    if (random.chance(0.5)) {
      const y = random.between(58, 72);
      return times(3, (i) => {
        const x = 28 + i * 32;
        return path(`M${x - 11} ${y + i * 9}q11-11 22 0q-11 9-22 0Z`, ink) + circle(x, y + i * 9, 3.4, accent);
      });
    }
    return (
      circle(88, 34, 12, ink) +
      circle(93, 31, 11, paper) +
      path('M34 118L38 70L28 74L60 42L90 70L82 70L86 118Z', ink, 0.25) +
      `<path d='M52 84h9v13h-9zM66 78h8v9h-8z' fill='${accent}'/>`
    );
  },
  // Quiet blocks of colour.
  literary: (random, ink, accent) => {
    const y = random.between(48, 76);
    return (
      circle(random.between(42, 78), y, 26, accent, 0.85) +
      `<rect x='${random.between(18, 50)}' y='${y}' width='52' height='34' fill='${ink}' opacity='.75'/>`
    );
  },
  // A steaming bowl.
  cookery: (random, ink, accent) => {
    const steam = times(3, (i) => line(`M${44 + i * 16} 62q${random.pick([-6, 6])}-9 0-17t0-15`, ink, 2.5));
    return steam + path('M22 70H98C96 98 80 108 60 108S24 98 22 70Z', accent) + path('M16 68H104V73H16Z', ink);
  },
  // A sun, hills and a road.
  travel: (random, ink, accent) => {
    const bend = random.between(30, 90);
    return (
      circle(random.between(32, 88), 46, 15, accent) +
      path('M0 118V88Q30 62 60 84T120 78V118Z', ink) +
      line(`M58 118Q${bend} 104 62 90`, accent, 3)
    );
  },
  // An atom, or a curve with its points.
  science: (random, ink, accent) => {
    if (random.chance(0.55)) {
      const orbit = (angle: number) =>
        `<ellipse cx='60' cy='66' rx='40' ry='14' fill='none' stroke='${ink}' stroke-width='2' transform='rotate(${angle} 60 66)'/>`;
      const turn = random.between(0, 40);
      return orbit(turn) + orbit(turn + 60) + orbit(turn + 120) + circle(60, 66, 8, accent);
    }
    return (
      line('M20 28V108H104', ink, 2) +
      line('M22 104C48 100 58 40 100 34', accent, 3) +
      times(7, (i) => circle(28 + i * 11, 98 - i * i * 1.5 + random.between(-6, 6), 2.6, ink))
    );
  },
  // A round animal face.
  children: (random, ink, accent) => {
    const ear = random.between(9, 15);
    const apart = random.between(22, 27);
    return (
      circle(60 - apart, 44, ear, accent) +
      circle(60 + apart, 44, ear, accent) +
      circle(60, 70, 34, accent) +
      circle(48, 64, 4, ink) +
      circle(72, 64, 4, ink) +
      line('M50 82Q60 92 70 82', ink, 3)
    );
  },
  // A stem with leaves and a flower.
  gardening: (random, ink, accent) => {
    const petals = random.pick([5, 6, 8]);
    const flower = times(
      petals,
      (i) =>
        `<ellipse cx='60' cy='32' rx='7' ry='13' fill='${accent}' transform='rotate(${(360 / petals) * i} 60 48)'/>`,
    );
    return (
      line('M60 118V54', ink, 3) +
      path('M60 98Q32 96 28 74Q54 74 60 98ZM60 88Q88 84 92 62Q66 64 60 88Z', ink) +
      flower +
      circle(60, 48, 7, ink)
    );
  },
};
