package io.mycel.api.rpc;

import java.util.Map;

/**
 * An object of this peer ({@code _rintf}) that one other peer may call until it disposes of it.
 *
 * @param id the service id it got, {@code _rintf_…}
 * @param target address of the only peer that may call it
 * @param members its functions and values
 */
public record RemoteObject(String id, String target, Map<?, ?> members) {}
