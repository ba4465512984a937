import type { Readable } from 'node:stream';
import { appendUpload } from '@curio/core/imports/uploads/append-upload';
import { readUpload, receivedBytes, uploadHours } from '@curio/core/imports/uploads/read-upload';
import { removeUpload } from '@curio/core/imports/uploads/remove-upload';
import type { Context } from '@curio/core/platform/context';
import { DataStore, Upload } from '@tus/server';

/** What the tus server sees of one project's uploads: rows of the caller's tenant, and their bytes in the storage. */
export class UploadStore extends DataStore {
  readonly context: Context;
  readonly projectId: string;

  constructor(context: Context, projectId: string) {
    super();
    this.context = context;
    this.projectId = projectId;
    this.extensions = ['creation', 'termination', 'expiration'];
  }

  override async create(upload: Upload): Promise<Upload> {
    // The upload's row was made with its id.
    const { bytes, received, createdAt } = await this.read(upload.id);
    upload.size = bytes;
    upload.offset = received;
    upload.creation_date = createdAt;
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { bytes, received, createdAt } = await this.read(id);
    return new Upload({ id, size: bytes, offset: received, creation_date: createdAt });
  }

  override async write(body: Readable, id: string, offset: number): Promise<number> {
    return appendUpload(this.context, await readUpload(this.context, this.projectId, id), offset, body);
  }

  override remove(id: string): Promise<void> {
    return removeUpload(this.context, this.projectId, id);
  }

  override getExpiration(): number {
    return uploadHours * 3_600_000;
  }

  private async read(id: string) {
    const upload = await readUpload(this.context, this.projectId, id);
    const received = await receivedBytes(this.context, upload);
    return { bytes: upload.bytes, received, createdAt: upload.created_at.toISOString() };
  }
}
