export interface Snippet {
  id: string;
  label: string;
  language: string;
  /** Where the code runs decides which key it may have. */
  runs: 'browser' | 'server' | 'terminal';
  code: string;
}

/** Code that asks for recommendations, and sends the events that insights are counted from. */
export function snippetsFor(api: string, projectId: string, userId: string): Snippet[] {
  const base = `${api}/v1/projects/${projectId}`;
  const user = JSON.stringify(userId);
  return [
    { id: 'html', label: 'HTML', language: 'html', runs: 'browser', code: html(base, user) },
    { id: 'react', label: 'React', language: 'tsx', runs: 'browser', code: react(base, user) },
    { id: 'curl', label: 'curl', language: 'bash', runs: 'terminal', code: curl(base, userId) },
    { id: 'node', label: 'Node', language: 'javascript', runs: 'server', code: node(base, user) },
    { id: 'python', label: 'Python', language: 'python', runs: 'server', code: python(base, user) },
  ];
}

const html = (base: string, user: string) => `<ul id="recommended"></ul>
<script type="module">
  const api = '${base}';
  const headers = { 'x-api-key': 'YOUR_PUBLISHABLE_KEY', 'content-type': 'application/json' };
  const userId = ${user};
  const post = (path, body) => fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) });

  const answer = await post('/recommendations', { userId, n: 10 });
  const { items, recommendationId } = await answer.json();

  const list = document.getElementById('recommended');
  for (const { itemId, fields } of items) {
    const entry = document.createElement('li');
    entry.textContent = fields.title ?? itemId;
    entry.onclick = () => post('/events', { userId, itemId, type: 'click', recommendationId });
    list.append(entry);
  }
  const impressions = items.map(({ itemId }) => ({ userId, itemId, type: 'impression', recommendationId }));
  await post('/events', { events: impressions });
</script>`;

const react = (base: string, user: string) => `import { useEffect, useState } from 'react';

const api = '${base}';
const headers = { 'x-api-key': 'YOUR_PUBLISHABLE_KEY', 'content-type': 'application/json' };
const post = (path: string, body: unknown) =>
  fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) });

export function Recommended({ userId = ${user} }) {
  const [answer, setAnswer] = useState({ items: [], recommendationId: '' });
  useEffect(() => {
    post('/recommendations', { userId, n: 10 })
      .then((response) => response.json())
      .then(setAnswer);
  }, [userId]);

  const { items, recommendationId } = answer;
  const click = (itemId: string) => post('/events', { userId, itemId, type: 'click', recommendationId });
  return (
    <ul>
      {items.map(({ itemId, fields }) => (
        <li key={itemId}>
          <button onClick={() => click(itemId)}>{fields.title ?? itemId}</button>
        </li>
      ))}
    </ul>
  );
}`;

const curl = (base: string, userId: string) => `curl '${base}/recommendations' \\
  -H 'x-api-key: YOUR_API_KEY' \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ userId, n: 10 }).replaceAll("'", `'\\''`)}'`;

const node = (base: string, user: string) => `const api = '${base}';
const headers = { 'x-api-key': process.env.CURIO_API_KEY, 'content-type': 'application/json' };

async function post(path, body) {
  const response = await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(\`\${answer.detail} (request \${answer.requestId})\`);
  return answer;
}

const userId = ${user};
const { items, recommendationId } = await post('/recommendations', { userId, n: 10 });
for (const { itemId, fields, score } of items) console.log(fields.title ?? itemId, score);

// When the user opens one of them:
await post('/events', { userId, itemId: items[0].itemId, type: 'click', recommendationId });`;

const python = (base: string, user: string) => `import os
import requests

api = "${base}"
session = requests.Session()
session.headers["x-api-key"] = os.environ["CURIO_API_KEY"]


def post(path, body):
    response = session.post(api + path, json=body, timeout=5)
    response.raise_for_status()
    return response.json()


user_id = ${user}
answer = post("/recommendations", {"userId": user_id, "n": 10})
for item in answer["items"]:
    print(item["fields"].get("title", item["itemId"]), item["score"])

# When the user opens one of them:
post("/events", {
    "userId": user_id,
    "itemId": answer["items"][0]["itemId"],
    "type": "click",
    "recommendationId": answer["recommendationId"],
})`;
