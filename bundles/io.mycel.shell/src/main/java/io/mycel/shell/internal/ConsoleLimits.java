package io.mycel.shell.internal;

import java.time.Duration;

/**
 * What a console may take.
 *
 * @param sessions open at once
 * @param lineBytes of one command line
 * @param unread how long output may wait for its reader
 * @param idle how long a console may be open without a command
 */
record ConsoleLimits(int sessions, int lineBytes, Duration unread, Duration idle) {}
