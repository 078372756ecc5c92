package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.store.InstalledPlugin;

/**
 * A plugin that is wanted exactly as it is.
 *
 * @param plugin as the profile will hold it
 * @param content what it is installed from
 */
public record ExactPlugin(InstalledPlugin plugin, Resolved content) {}
