// What `pulumi preview --policy-pack` runs. Apart from index.ts, because a process may hold one pack only.
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies.js";

new PolicyPack("cloudpond", { policies: policies() });
