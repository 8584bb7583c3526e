import { everyTestOf } from "./everyTestOf.js";

everyTestOf("order");
