/** Decoration of the sign-in and sign-up pages. */
export function Illustration() {
  return (
    <svg viewBox="0 0 480 260" className="my-10 w-full max-w-lg" aria-hidden="true">
      {shapes.map((shape, index) => {
        const x = (index % 6) * 80;
        const y = Math.floor(index / 6) * 88;
        const highlighted = index === 8;
        return (
          <g key={`${x}-${y}`} transform={`translate(${x} ${y})`}>
            <rect
              x="3"
              y="3"
              width="72"
              height="80"
              rx="10"
              fill={highlighted ? 'oklch(0.86 0.11 85)' : 'oklch(1 0 0 / 0.06)'}
              stroke="oklch(1 0 0 / 0.12)"
            />
            <path
              d={shape}
              transform="translate(21 25)"
              fill={highlighted ? 'oklch(0.3 0.05 208)' : 'oklch(1 0 0 / 0.42)'}
            />
          </g>
        );
      })}
    </svg>
  );
}

const circle = 'M18 0a18 18 0 1 1 0 36a18 18 0 0 1 0-36z';
const leaf = 'M0 36C0 12 12 0 36 0C36 24 24 36 0 36z';
const book = 'M2 0h22a8 8 0 0 1 8 8v28H10a8 8 0 0 1-8-8z';
const gem = 'M9 2h18l9 11l-18 23L0 13z';
const arch = 'M2 36V17a16 16 0 0 1 32 0v19z';
const star = 'M18 0c2 12 6 16 18 18c-12 2-16 6-18 18c-2-12-6-16-18-18c12-2 16-6 18-18z';
const shapes = [
  ...[leaf, book, circle, arch, gem, book],
  ...[arch, circle, star, book, leaf, circle],
  ...[gem, leaf, book, circle, arch, leaf],
];
