package io.mycel.api.rpc.v1;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The plugins of one core, which may call each other through it. Messages whose {@code target_id}
 * is another plugin of the group are forwarded unread; callbacks only to the plugin that was handed
 * them, since their numbers are easy to guess.
 */
public final class PluginGroup {

  /**
   * Leave to use a callback.
   *
   * @param user the plugin that was handed it
   * @param other the other half of a promise; -1 for a function
   * @param rejects whether it rejects a promise
   */
  public record Grant(String user, int other, boolean rejects) {}

  /** A callback of a plugin. */
  public record Key(String owner, int id) {}

  private final ConcurrentMap<String, PluginPeer> peers = new ConcurrentHashMap<>();
  private final Map<Key, Grant> grants = new LinkedHashMap<>();

  /** Adds the core's end of a plugin; false if another one has its peer id. */
  public boolean join(String peerId, PluginPeer peer) {
    return peers.putIfAbsent(peerId, peer) == null;
  }

  /** The core's end of a plugin. */
  public Optional<PluginPeer> peer(String peerId) {
    return Optional.ofNullable(peers.get(peerId));
  }

  /**
   * A plugin has left.
   *
   * @return the promises of other plugins that it will not keep any more
   */
  public List<Key> leave(String peerId, PluginPeer peer) {
    List<Key> broken = new ArrayList<>();
    if (!peers.remove(peerId, peer)) {
      return broken;
    }
    synchronized (grants) {
      Iterator<Map.Entry<Key, Grant>> all = grants.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<Key, Grant> entry = all.next();
        boolean used = entry.getValue().user().equals(peerId);
        if (used && entry.getValue().rejects()) {
          broken.add(entry.getKey());
        }
        if (used || entry.getKey().owner().equals(peerId)) {
          all.remove();
        }
      }
    }
    return broken;
  }

  /** Gives leave to use a callback; false if the limit is reached. */
  public boolean grant(Key key, Grant grant, int limit) {
    synchronized (grants) {
      if (grants.size() >= limit && !grants.containsKey(key)) {
        return false;
      }
      grants.put(key, grant);
      return true;
    }
  }

  /** Uses a callback, and with it the other half of its promise; false if there is no leave. */
  public boolean use(Key key, String user) {
    synchronized (grants) {
      Grant grant = grants.get(key);
      if (grant == null || !grant.user().equals(user)) {
        return false;
      }
      grants.remove(key);
      if (grant.other() >= 0) {
        grants.remove(new Key(key.owner(), grant.other()));
      }
      return true;
    }
  }

  /** How many callbacks may be used. */
  public int grants() {
    synchronized (grants) {
      return grants.size();
    }
  }
}
