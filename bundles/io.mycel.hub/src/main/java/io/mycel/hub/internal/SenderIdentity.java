package io.mycel.hub.internal;

/**
 * What the hub writes into every frame of one sender: the fields {@code from}, {@code ws} and
 * {@code user} as msgpack, without a map header, made once for a connection.
 *
 * @param fields all three fields
 * @param withoutUser only {@code from} and {@code ws}, for a trusted sender that names the user
 *     itself
 * @param count how many fields {@code fields} holds; {@code withoutUser} and the sender's own user
 *     make the same number
 * @param trusted true for a sender of this JVM that may speak for its users
 */
record SenderIdentity(byte[] fields, byte[] withoutUser, int count, boolean trusted) {}
