package io.eventcore.examples.orders;

import io.eventcore.Command;
import io.eventcore.StoredEvent;

/**
 * What the commands of this package have in common: they decide on what they have read of the shop. The streams that they
 * read are of three kinds, and one state is made of all, so this is a {@link Command}.
 */
interface ShopCommand extends Command<Shop, ShopEvent> {

    @Override
    default Shop initialState() {
        return Shop.EMPTY;
    }

    @Override
    default Shop apply(Shop shop, StoredEvent<ShopEvent> event) {
        return Shop.FOLD.apply(shop, event);
    }
}
