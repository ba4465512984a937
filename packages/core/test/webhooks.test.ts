import { tenant } from '@curio/db';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { deleteEndpoint } from '../src/webhooks/delete-endpoint.ts';
import { DeliveryError, deliverWebhook } from '../src/webhooks/deliver-webhook.ts';
import { createDestinationPolicy, isPublicAddress } from '../src/webhooks/destination.ts';
import { listEndpoints } from '../src/webhooks/list-endpoints.ts';
import { publishEvent } from '../src/webhooks/publish-event.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { newProject, startCore, type TestCore } from './start-core.ts';

const open = createDestinationPolicy({ allowPrivate: true });
const strict = createDestinationPolicy({ allowPrivate: false });
let core: TestCore;
let receiver: Receiver;
beforeAll(async () => {
  [core, receiver] = await Promise.all([startCore(), startReceiver()]);
});
afterAll(async () => {
  await Promise.all([open.dispatcher.destroy(), strict.dispatcher.destroy(), receiver.close()]);
  await core.stop();
});

const privateAddresses = [
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '017700000001',
  '0177.0.0.1',
  '0',
  '0.0.0.0',
  '127。0。0。1',
  '１２７.0.0.1',
  '%31%32%37.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '2852039166',
  '100.64.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[5f00::1]',
];

async function makeDelivery(url: string) {
  const projectId = await newProject(core);
  const endpoint = await createEndpoint(core.context, projectId, { url, events: ['model.ready'] }, open);
  await tenant(core.services.db, core.context, (trx) =>
    publishEvent(core.context, trx, projectId, 'model.ready', { version: 3, title: 'Ünïcode 😀' }),
  );
  const { rows } = await core.owner.query<{ id: string }>('select id from webhook_deliveries where endpoint_id = $1', [
    endpoint.id,
  ]);
  const job = { workspaceId: core.context.workspaceId, projectId, deliveryId: rows[0]!.id };
  return {
    projectId,
    endpoint,
    job,
    deliver: (policy = open, last = false) => deliverWebhook(core.context, job, policy, last),
  };
}

async function stateOf(deliveryId: string) {
  const { rows } = await core.owner.query(
    'select status, attempts, http_status, error from webhook_deliveries where id = $1',
    [deliveryId],
  );
  return rows[0] as { status: string; attempts: number; http_status: number | null; error: string | null };
}

describe('a delivery', () => {
  it('carries a signature that the standard package verifies, and no other secret does', async () => {
    const { endpoint, deliver, job, projectId } = await makeDelivery(receiver.url);
    await deliver();
    const { headers, body } = receiver.received.at(-1)!;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': job.deliveryId });
    expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'model.ready',
      timestamp: expect.stringMatching(/^20.*Z$/),
      data: { projectId, version: 3, title: 'Ünïcode 😀' },
    });
    const wrong = new Webhook(`whsec_${Buffer.alloc(24).toString('base64')}`);
    expect(() => wrong.verify(body, headers as Record<string, string>)).toThrow();
    expect(() => new Webhook(endpoint.secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
    expect(await stateOf(job.deliveryId)).toEqual({ status: 'delivered', attempts: 1, http_status: 204, error: null });
  });

  it('that was refused is tried again under the same webhook-id, and once taken is not sent again', async () => {
    const { deliver, job } = await makeDelivery(receiver.url);
    const before = receiver.received.length;
    receiver.answers.push((response) => response.writeHead(500).end('no'));
    await expect(deliver()).rejects.toThrow(DeliveryError);
    expect(await stateOf(job.deliveryId)).toMatchObject({ status: 'pending', attempts: 1, http_status: 500 });
    await deliver();
    await deliver();
    const sent = receiver.received.slice(before);
    expect(sent.map(({ headers }) => headers['webhook-id'])).toEqual([job.deliveryId, job.deliveryId]);
    expect(sent[1]!.body).toBe(sent[0]!.body);
    expect(await stateOf(job.deliveryId)).toMatchObject({ status: 'delivered', attempts: 2, http_status: 204 });
  });

  it('that is refused to the last is failed, and the list of endpoints says so', async () => {
    const { deliver, job, projectId } = await makeDelivery(receiver.url);
    receiver.answers.push((response) => response.writeHead(404).end());
    await expect(deliver(open, true)).rejects.toThrow(DeliveryError);
    expect(await stateOf(job.deliveryId)).toMatchObject({ status: 'failed', error: expect.stringContaining('404') });
    const { data } = await listEndpoints(core.context, projectId, { limit: 10 });
    expect(data[0]?.lastDelivery).toMatchObject({ status: 'failed', httpStatus: 404 });
    expect(JSON.stringify(data)).not.toContain('whsec_');
  });

  it.each([301, 302, 303, 307, 308])('answered %s is a failure, and the new address is not visited', async (status) => {
    const other = await startReceiver();
    const { deliver, job } = await makeDelivery(receiver.url);
    receiver.answers.push((response) => response.writeHead(status, { location: other.url }).end());
    await expect(deliver()).rejects.toThrow(String(status));
    expect(await stateOf(job.deliveryId)).toMatchObject({ status: 'pending', http_status: status });
    expect(other.connections).toBe(0);
    await other.close();
  });

  it('to a receiver that hangs up, answers too much or is not there fails with a sentence', async () => {
    const { deliver, job } = await makeDelivery(receiver.url);
    receiver.answers.push((response) => void response.socket?.destroy());
    await expect(deliver()).rejects.toThrow(DeliveryError);
    receiver.answers.push((response) => {
      response.writeHead(200);
      for (let i = 0; i < 200; i++) response.write('x'.repeat(10_000));
      response.end();
    });
    await deliver().catch((error: unknown) => expect(error).toBeInstanceOf(DeliveryError));
    expect((await stateOf(job.deliveryId)).attempts).toBe(2);
    const gone = await startReceiver();
    const lost = await makeDelivery(gone.url);
    await gone.close();
    await expect(lost.deliver()).rejects.toThrow(/ECONNREFUSED/);
    expect(await stateOf(lost.job.deliveryId)).toMatchObject({ status: 'pending', http_status: null });
  });

  it('to an endpoint that was deleted is not sent', async () => {
    const { deliver, projectId, endpoint } = await makeDelivery(receiver.url);
    const before = receiver.received.length;
    await deleteEndpoint(core.context, projectId, endpoint.id);
    await deliver();
    expect(receiver.received).toHaveLength(before);
  });

  it('is made for those events only that the endpoint asked for', async () => {
    const { projectId } = await makeDelivery(receiver.url);
    await tenant(core.services.db, core.context, (trx) =>
      publishEvent(core.context, trx, projectId, 'model.failed', { version: 1 }),
    );
    const { rows } = await core.owner.query('select type from webhook_deliveries where project_id = $1', [projectId]);
    expect(rows).toEqual([{ type: 'model.ready' }]);
  });

  it('has a secret that is stored only sealed', async () => {
    const { endpoint } = await makeDelivery(receiver.url);
    const { rows } = await core.owner.query<{ secret: Buffer }>('select secret from webhook_endpoints where id = $1', [
      endpoint.id,
    ]);
    const raw = Buffer.from(endpoint.secret.slice('whsec_'.length), 'base64');
    expect(rows[0]!.secret.includes(raw)).toBe(false);
    expect(rows[0]!.secret.toString('latin1')).not.toContain(endpoint.secret);
    expect(core.services.secrets.decrypt(rows[0]!.secret)).toBe(endpoint.secret);
  });
});

describe('a receiver that is not on the public Internet', () => {
  it.each(privateAddresses)('%s is refused when the endpoint is made', async (host) => {
    expect(() => strict.checkUrl(`http://${host}/hook`)).toThrow(/not on the public Internet/);
    expect(() => strict.checkUrl(`https://${host}:8443/hook`)).toThrow(/not on the public Internet/);
  });

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'api.localhost'])('the name %s is refused too', async (host) => {
    expect(() => strict.checkUrl(`http://${host}/hook`)).toThrow(/not on the public Internet/);
  });

  it('is refused again at each delivery, by address and by name, and no connection reaches it', async () => {
    const before = receiver.connections;
    const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '0', '[::1]', '[::ffff:127.0.0.1]', 'localhost'];
    for (const host of hosts) {
      const { deliver, job } = await makeDelivery(`http://${host}:${receiver.port}/hook`);
      await expect(deliver(strict), host).rejects.toThrow(/not on the public Internet/);
      expect(await stateOf(job.deliveryId), host).toMatchObject({ http_status: null, attempts: 1 });
    }
    expect(receiver.connections).toBe(before);
    // The same address is reached where an operator allows it, so it was there to be reached.
    const { deliver } = await makeDelivery(receiver.url);
    await deliver(open);
    expect(receiver.connections).toBeGreaterThan(before);
  });

  it('with a user name or password in its address is refused anywhere', () => {
    for (const policy of [open, strict])
      expect(() => policy.checkUrl('https://user:pass@example.com/')).toThrow(/user name or password/);
  });

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '[2606:4700:4700::1111]',
    '[2a00:1450::1]',
    'example.com',
  ])('%s is public and may be an endpoint', (host) => {
    expect(() => strict.checkUrl(`https://${host}/hook`)).not.toThrow();
  });

  it('is anything that is not an address at all', () => {
    for (const text of ['', 'nothing', '1.2.3', '999.1.1.1', ':::']) expect(isPublicAddress(text)).toBe(false);
    expect(isPublicAddress('::ffff:8.8.8.8')).toBe(false);
    expect(isPublicAddress('fe80::1%eth0')).toBe(false);
  });
});
