import { once } from "node:events";
import type { Connection } from "mongoose";
import mongoose from "mongoose";
import { clock } from "../../../libs/clock/clock.ts";

const { GridFSBucket } = mongoose.mongo;
const sweptAtOnceMax = 100;
/** Content without a record is what an upload left that came to no end; none takes this long. */
const abandonedAfterMs = 3_600_000;

/** The contents of documents, in GridFS. Content is written once under an id of its own, and never changed. */
export function contents(db: Connection) {
  const bucket = () => {
    if (!db.db) throw new Error("the database is not connected");
    return new GridFSBucket(db.db, { bucketName: "document-content" });
  };

  return {
    async store(contentId: string, content: Buffer): Promise<void> {
      const upload = bucket().openUploadStreamWithId(contentId as never, "content");
      upload.end(content);
      await once(upload, "finish");
    },

    async read(contentId: string): Promise<Buffer> {
      const pieces: Buffer[] = [];
      for await (const piece of bucket().openDownloadStream(contentId as never)) pieces.push(piece);
      return Buffer.concat(pieces);
    },

    async exists(contentId: string): Promise<boolean> {
      return (
        (
          await bucket()
            .find({ _id: contentId as never })
            .limit(1)
            .toArray()
        ).length > 0
      );
    },

    async remove(contentId: string): Promise<void> {
      await bucket().delete(contentId as never);
    },

    /** Ids of contents that were written before anybody could still be about to name them, some at a time. */
    async *abandonable(): AsyncGenerator<string[]> {
      const uploadDate = { $lt: new Date(clock.now().getTime() - abandonedAfterMs) };
      let ids: string[] = [];
      for await (const { _id } of bucket().find({ uploadDate })) {
        ids.push(String(_id));
        if (ids.length < sweptAtOnceMax) continue;
        yield ids;
        ids = [];
      }
      yield ids;
    },
  };
}
export type Contents = ReturnType<typeof contents>;
