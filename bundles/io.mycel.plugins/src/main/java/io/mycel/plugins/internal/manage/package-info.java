/** Which plugins there are: installed, updated, rolled back, removed; for users and for others. */
package io.mycel.plugins.internal.manage;
