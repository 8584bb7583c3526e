import { everyTestOf } from "./everyTestOf.js";

everyTestOf("dynamic");
