package io.mycel.runtime.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command has of the world outside.
 *
 * @param in what the user types, or a script
 * @param out what was asked for
 * @param err errors, progress and logs
 * @param environment the environment variables
 */
public record Terminal(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {}
