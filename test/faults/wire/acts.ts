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

/** Says this and ends the connection with a reset once it has left. */
export const sayAndReset =
  (text: string): Act =>
  (socket, line) =>
    void socket.write(text, () => setTimeout(() => reset(socket, line), 20));

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
