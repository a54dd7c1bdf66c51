import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  Input,
  MP4,
  type EncodedPacket,
} from 'mediabunny';
import { MediaError } from '../errors.ts';

/** One track of a lesson on its way into a stream. */
export interface StreamTrack<Sink> {
  sink: Sink;
  packets: AsyncIterable<EncodedPacket>;
  add: (packet: EncodedPacket) => Promise<void>;
}

/** A joined lesson that is read packet by packet. */
export interface StreamSource {
  video: StreamTrack<EncodedVideoPacketSource>;
  audio: StreamTrack<EncodedAudioPacketSource>;
  close(): void;
}

/** Opens a joined lesson (H.264 and AAC in mp4). Throws `MediaError` when it has not both. */
export async function openSource(path: string): Promise<StreamSource> {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4] });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const [picture, sound] = [await video?.getDecoderConfig(), await audio?.getDecoderConfig()];
  if (!video || !audio || !picture || !sound) {
    input.dispose();
    throw new MediaError('media_invalid_output', `${path} has not both picture and sound`);
  }
  const [videoSink, audioSink] = [new EncodedVideoPacketSource('avc'), new EncodedAudioPacketSource('aac')];
  return {
    video: {
      sink: videoSink,
      packets: new EncodedPacketSink(video).packets(),
      add: (packet) => videoSink.add(packet, { decoderConfig: picture }),
    },
    audio: {
      sink: audioSink,
      packets: new EncodedPacketSink(audio).packets(),
      add: (packet) => audioSink.add(packet, { decoderConfig: sound }),
    },
    close: () => {
      input.dispose();
    },
  };
}

/**
 * Copies a track as it is, and returns how many packets it has. What an encoder puts before time 0 to get going is left out: in a stream its time would need
 * an edit list, which players in the browser disregard, and the sound would be late by those 21 ms.
 */
export async function copyPackets(
  { sink, packets, add }: StreamTrack<EncodedVideoPacketSource | EncodedAudioPacketSource>,
  signal: AbortSignal,
): Promise<number> {
  let copied = 0;
  for await (const packet of packets) {
    signal.throwIfAborted();
    if (packet.timestamp < 0) continue;
    await add(packet);
    copied += 1;
  }
  sink.close();
  return copied;
}
