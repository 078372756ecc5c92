package io.mycel.js.internal.values;

/**
 * A value on its way into JavaScript, see {@code world/values.js}.
 *
 * @param json the value as JSON
 * @param side what JSON cannot say; null if there is nothing of that
 */
public record Encoded(String json, Object[] side) {}
