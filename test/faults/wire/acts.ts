import type { Socket } from "node:net";
import type { Act } from "./service.js";

/** Ends the connection with a reset. */
export const reset: Act = (_socket, line) => void line.resetAndDestroy();

/** Ends the own half of the connection and reads on. */
export const close: Act = (socket) => void socket.end();

/** Does nothing more. */
export const hang: Act = () => undefined;

/** Ends the own half of a connection that is not read, and lets go of it a moment later. */
export const closeUnread: Act = (socket) => {
  socket.end();
  setTimeout(() => socket.destroy(), 100);
};

/** Says this and ends the connection. */
export const say =
  (text: string | Buffer): Act =>
  (socket) =>
    void socket.end(text);

/** Says this and then nothing more. */
export const sayAndHang =
  (text: string | Buffer): Act =>
  (socket) =>
    void socket.write(text);

/**
 * Says this and ends the connection with a reset once it is read: some kernels make an orderly end of a reset that comes
 * before. Both ends live in this process, so that a turn of its loop after the pause has read whatever came.
 */
export const sayAndReset =
  (text: string): Act =>
  (socket, line) =>
    void socket.write(text, () => setTimeout(() => setImmediate(() => reset(socket, line)), 50));

/** Says this, and then the drop again and again. */
export const drip =
  (text: string, drop: string): Act =>
  (socket) => {
    socket.write(text);
    const timer = setInterval(() => socket.write(drop), 40);
    socket.on("close", () => clearInterval(timer));
  };

/** Stops reading, and takes it up again only when every deadline has passed. */
export const stopReading: Act = (socket: Socket) => {
  socket.pause();
  setTimeout(() => socket.resume(), 1500);
};
