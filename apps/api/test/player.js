/* global document, Hls */
// Runs in the browser's page: plays what it is told to, and says what it saw. test/browser.ts is its other end.

const video = document.querySelector('video');
/** Names of the events that tell of trouble. */
const troubles = [];
for (const type of ['waiting', 'stalled', 'error'])
  video.addEventListener(type, () => troubles.push(`${type} at ${video.currentTime}`));

const next = (target, type) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const nextPicture = () =>
  new Promise((resolve) =>
    video.requestVideoFrameCallback((_now, { mediaTime, height }) => resolve({ time: mediaTime, height })),
  );

const opened = () => ({ duration: video.duration, width: video.videoWidth, height: video.videoHeight });

let hls = null;
/** Segments of the picture that were fetched, in order. */
const fetched = [];

globalThis.player = {
  async openFile(url) {
    const known = next(video, 'loadedmetadata');
    video.src = url;
    await known;
    return opened();
  },

  /** Opens a stream at its level `level`, counted from the smallest. */
  async openStream(url, level) {
    hls = new Hls({ startLevel: level, enableWorker: false });
    const failed = new Promise((_resolve, reject) => {
      hls.on(Hls.Events.ERROR, (_event, { details, fatal }) => {
        troubles.push(`hls ${details}`);
        if (fatal) reject(new Error(details));
      });
    });
    hls.on(Hls.Events.FRAG_BUFFERED, (_event, { frag }) => {
      if (frag.type === 'main')
        fetched.push({ level: frag.level, start: frag.start, seconds: frag.duration });
    });
    const known = next(video, 'loadedmetadata');
    hls.loadSource(url);
    hls.attachMedia(video);
    await Promise.race([known, failed]);
    hls.currentLevel = level;
    return {
      ...opened(),
      levels: hls.levels.map(({ height }) => height),
      subtitles: hls.subtitleTracks.map(({ name, default: chosen }) => ({ name, chosen })),
    };
  },

  /** Turns to another level at once: what was fetched of the old one is thrown away. */
  turnTo(level) {
    hls.currentLevel = level;
  },

  fetched: () => fetched,

  /** Goes to a time in s; gives the time of the picture that is shown then. */
  async seek(time) {
    const [done, shown] = [next(video, 'seeked'), nextPicture()];
    video.currentTime = time;
    await done;
    return (await shown).time;
  },

  /** The picture on the screen as 8-bit RGBA, in base64. */
  picture() {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Uint8Array(data.buffer).toBase64();
  },

  /** Plays from where it is to a time in s, or to the end; gives the pictures that were shown. */
  async play(rate, until) {
    const shown = [];
    const ended = next(video, 'ended').then(() => null);
    video.playbackRate = rate;
    troubles.length = 0;
    await video.play();
    for (;;) {
      const picture = await Promise.race([nextPicture(), ended]);
      if (picture !== null) shown.push(picture);
      if (picture === null || picture.time >= until) break;
    }
    video.pause();
    return {
      shown,
      troubles,
      ended: video.ended,
      soundBytes: video.webkitAudioDecodedByteCount,
      pictureBytes: video.webkitVideoDecodedByteCount,
    };
  },
};
