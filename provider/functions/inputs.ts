import type * as pulumi from "@pulumi/pulumi";

/** Arguments of which each may be an output. */
export type Inputs<A> = { readonly [K in keyof A]: pulumi.Input<A[K]> };
