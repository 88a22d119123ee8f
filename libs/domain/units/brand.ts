declare const brand: unique symbol;

/** A primitive that only its own parser may produce, so that two kinds of id cannot be mixed up. */
export type Brand<Primitive, Name extends string> = Primitive & { readonly [brand]: Name };
