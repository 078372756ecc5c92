package io.mycel.runtime.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command has of the world outside.
 *
 * @param out what was asked for
 * @param err errors, progress and logs
 * @param environment the environment variables
 */
public record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {}
