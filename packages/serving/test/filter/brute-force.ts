import type { Filter, GeoPoint } from '@curio/contracts';
import type { Item } from './catalogue.ts';

/** The filter as the API documents it, evaluated for one item without columns. */
export function matches(filter: Filter, item: Item, userLocation?: GeoPoint): boolean {
  if (filter.and) return filter.and.every((part) => matches(part, item, userLocation));
  if (filter.or) return filter.or.some((part) => matches(part, item, userLocation));
  if (filter.not) return !matches(filter.not, item, userLocation);
  const field = filter.field as keyof Item;
  const value = item[field];
  const isMissing = value === undefined;
  const comparable = (one: unknown) => (field === 'createdAt' ? Date.parse(String(one)) : one);
  const values = (Array.isArray(value) ? value : [value]).map(comparable);
  const own = comparable(value) as number;
  const bound = (operand: unknown) => comparable(operand) as number;
  return Object.entries(filter).every(([operator, operand]) => {
    switch (operator) {
      case 'eq':
        return !isMissing && values.includes(comparable(operand));
      case 'ne':
        return isMissing || !values.includes(comparable(operand));
      case 'in':
        return !isMissing && (operand as unknown[]).map(comparable).some((one) => values.includes(one));
      case 'nin':
        return isMissing || !(operand as unknown[]).map(comparable).some((one) => values.includes(one));
      case 'gt':
        return !isMissing && own > bound(operand);
      case 'gte':
        return !isMissing && own >= bound(operand);
      case 'lt':
        return !isMissing && own < bound(operand);
      case 'lte':
        return !isMissing && own <= bound(operand);
      case 'contains':
        if (isMissing) return false;
        return Array.isArray(value)
          ? value.includes(operand as string)
          : String(value).toLowerCase().includes(String(operand).toLowerCase());
      case 'exists':
        return isMissing !== operand;
      case 'within': {
        const area = operand as NonNullable<Filter['within']>;
        const centre = 'of' in area ? userLocation : area;
        return !isMissing && centre !== undefined && distance(centre, value as GeoPoint) <= area.km;
      }
      default:
        return true;
    }
  });
}

/** Great-circle distance in km, through the angle between unit vectors. */
export function distance(a: GeoPoint, b: GeoPoint): number {
  const [x, y] = [unit(a), unit(b)];
  const cross = Math.hypot(x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]);
  return 6371.0088 * Math.atan2(cross, x[0] * y[0] + x[1] * y[1] + x[2] * y[2]);
}

function unit({ lat, lon }: GeoPoint): [number, number, number] {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}
