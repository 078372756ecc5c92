package io.mycel.transport.jetty.internal.websocket;

/**
 * Bounds of one WebSocket connection.
 *
 * @param maxFrameBytes payload of one frame
 * @param maxMessageBytes payload of one message that came in fragments
 * @param maxTextBytes UTF-8 bytes of one text message
 * @param maxFragments frames that one message may be split into
 * @param maxQueuedBytes bytes that wait to be written
 * @param maxParkedBytes bytes that arrived and wait for a handler; reading stops beyond
 */
public record Limits(
    int maxFrameBytes,
    int maxMessageBytes,
    int maxTextBytes,
    int maxFragments,
    long maxQueuedBytes,
    long maxParkedBytes) {}
