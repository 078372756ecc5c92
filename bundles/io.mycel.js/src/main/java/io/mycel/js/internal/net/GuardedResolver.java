package io.mycel.js.internal.net;

import io.mycel.plugins.internal.net.AddressPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Finds the addresses of a host, those that may be asked. An address is judged when the connection
 * to it is made, so a name that changes its mind leads nowhere else.
 */
record GuardedResolver(SocketAddressResolver resolver, AddressPolicy policy, OwnServer own)
    implements SocketAddressResolver {
  @Override
  public void resolve(
      String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> found) {
    if (own.is(host, port)) {
      resolver.resolve(host, port, context, found);
      return;
    }
    resolver.resolve(
        host, port, context, Promise.from(all -> found(host, all, found), found::failed));
  }

  private void found(
      String host, List<InetSocketAddress> all, Promise<List<InetSocketAddress>> found) {
    List<InetSocketAddress> allowed =
        all.stream().filter(address -> policy.allows(address.getAddress())).toList();
    if (allowed.isEmpty()) {
      found.failed(
          new IOException(
              host
                  + " is in a private network or on this machine; plugins may connect to public"
                  + " addresses only, unless networkLoopback=true of io.mycel.js lets them connect"
                  + " to this machine"));
    } else {
      found.succeeded(allowed);
    }
  }
}
