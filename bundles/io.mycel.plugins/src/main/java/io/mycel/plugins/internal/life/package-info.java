/** The life of plugins: from bundles that are there to services of the hub. */
package io.mycel.plugins.internal.life;
