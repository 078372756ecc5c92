package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.TransportCounters;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all WebSocket connections of one transport use together.
 *
 * @param frames memory for what arrives
 * @param io memory for reads and writes under way; at most one of each for a connection
 * @param zlib for connections that compress; null if none may
 */
public record Shared(
    Limits limits,
    BufferPool frames,
    BufferPool io,
    HandlerGate gate,
    Connections connections,
    Corks corks,
    TransportCounters counters,
    Scheduler scheduler,
    ZlibPool zlib) {}
