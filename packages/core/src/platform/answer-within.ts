/** Time in which this process was busy counts as one slice at most: an answer that has arrived meanwhile is still read. */
const slices = 10;

/** What the promise resolves to; an error where it takes longer. The work behind it goes on. */
export async function answerWithin<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const wait = (left: number) => {
      timer = setTimeout(() => {
        if (left > 1) wait(left - 1);
        else reject(new Error(`no answer within ${ms} ms`));
      }, ms / slices);
    };
    wait(slices);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
