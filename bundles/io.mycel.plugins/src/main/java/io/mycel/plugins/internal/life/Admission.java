package io.mycel.plugins.internal.life;

import org.osgi.framework.Bundle;

/**
 * A plugin of the profile that is to live.
 *
 * @param bundle that it is to run from, as soon as it is active
 * @param grant how it is to live
 * @param blocked why it must not run; null if it may
 */
public record Admission(Bundle bundle, Grant grant, String blocked) {}
