package io.mycel.hub.internal;

import java.time.Duration;

/**
 * What the hub is told.
 *
 * @param publicBaseUrl by which clients reach this server; empty for where it listens
 * @param managerId the manager's name for clients of generation B
 * @param grace how long a client whose connection was lost may come back with its services listed
 * @param handshakeTimeout how long a client of generation B may take for its first text frame
 * @param tokenLifetime of a token whose maker names none
 * @param reconnectionLifetime of the tokens by which clients come back
 * @param highWaterBytes while more waits for a client, those who send to it are held back
 * @param patience how long they are held back at a time; a client that hardly reads is dropped
 * @param rate how fast a client may send
 * @param limits what clients may make the hub keep
 */
record HubSettings(
    String publicBaseUrl,
    String managerId,
    Duration grace,
    Duration handshakeTimeout,
    Duration tokenLifetime,
    Duration reconnectionLifetime,
    long highWaterBytes,
    Duration patience,
    RateLimit rate,
    HubLimits limits) {}
