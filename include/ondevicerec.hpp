/*
 * ondevicerec.hpp - the C library (ondevicerec.h) for C++17: handles that close themselves, and errors that are thrown.
 *
 *     odr::Model model("student.odr");
 *     odr::History history(model);
 *     history.append(model.item_of_text("sku-12"));
 *     for (odr::Recommendation next : history.recommend(20)) std::cout << model.text_of(next.item) << ' ' << next.score << '\n';
 *
 * What ondevicerec.h says of items, ids, threads and the process holds here too. A history works on when its model is closed. A call on
 * a model or a history that was closed or moved from throws ODR_ERROR_NULL.
 */
#ifndef ONDEVICEREC_HPP
#define ONDEVICEREC_HPP

#include <ondevicerec.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace odr {

/* What every call throws that fails: what() says in one line what was wrong. */
class Error : public std::runtime_error {
public:
    Error(odr_status status, const std::string &message) : std::runtime_error(message), status_(status) {}

    odr_status status() const noexcept { return status_; }

private:
    odr_status status_;
};

struct Recommendation {
    std::int32_t item;
    float score;
};

/* What a list may hold. As it is made, it leaves nothing out. */
struct Filter {
    std::optional<std::vector<std::int32_t>> allowed; /* the only items to list, in any order; all without it */
    std::vector<std::int32_t> denied;                 /* items to leave out, in any order */
    bool exclude_seen = false;                        /* leave out the items that the history holds */
};

namespace detail {

inline void check(odr_status status)
{
    if (status != ODR_OK) throw Error(status, odr_message());
}

struct Close {
    void operator()(odr_model *model) const noexcept { odr_model_close(model); }
    void operator()(odr_history *history) const noexcept { odr_history_close(history); }
};

}

/* A model, read once and never changed. Threads may share it. */
class Model {
public:
    /* Reads a file; the path is UTF-8. */
    explicit Model(const std::string &path)
    {
        odr_model *opened;
        detail::check(odr_model_open(path.c_str(), &opened));
        handle_.reset(opened);
    }

    /* Reads a whole file from memory. The bytes are copied. */
    Model(const void *bytes, std::size_t length)
    {
        odr_model *opened;
        detail::check(odr_model_open_memory(bytes, length, &opened));
        handle_.reset(opened);
    }

    /* Closes it before its time. */
    void close() noexcept { handle_.reset(); }

    /* For calls of ondevicerec.h; it stays this object's. */
    odr_model *get() const noexcept { return handle_.get(); }

    /* Sizes, the kind of ids, and what it takes to use the model. */
    odr_model_info info() const
    {
        odr_model_info info;
        detail::check(odr_model_describe(get(), &info));
        return info;
    }

    /* The item with an id. Where ids are numbers, the text is read as one. ODR_ERROR_ID. */
    std::int32_t item_of_text(const std::string &id) const
    {
        /* C would read it up to the NUL, which may be another id. */
        if (id.find('\0') != std::string::npos) throw Error(ODR_ERROR_ID, "The id has a NUL in it.");
        std::int32_t item;
        detail::check(odr_item_of_text(get(), id.c_str(), &item));
        return item;
    }

    /* The item with a number as its id. ODR_ERROR_ID, also where ids are texts. */
    std::int32_t item_of_number(std::int64_t id) const
    {
        std::int32_t item;
        detail::check(odr_item_of_number(get(), id, &item));
        return item;
    }

    /* The id of an item as text, whatever its kind. ODR_ERROR_ITEM. */
    std::string text_of(std::int32_t item) const
    {
        char text[ODR_ID_CAPACITY];
        std::size_t length;
        detail::check(odr_text_of_item(get(), item, text, sizeof text, &length));
        return std::string(text, length);
    }

    /* The id of an item as a number. ODR_ERROR_ID where ids are texts, ODR_ERROR_ITEM. */
    std::int64_t number_of(std::int32_t item) const
    {
        std::int64_t id;
        detail::check(odr_number_of_item(get(), item, &id));
        return id;
    }

private:
    std::unique_ptr<odr_model, detail::Close> handle_;
};

/* What one user did last. For one thread at a time. */
class History {
public:
    explicit History(const Model &model) : items_(model.info().items)
    {
        odr_history *opened;
        detail::check(odr_history_open(model.get(), &opened));
        handle_.reset(opened);
    }

    /* Closes it before its time. */
    void close() noexcept { handle_.reset(); }

    /* For calls of ondevicerec.h; it stays this object's. */
    odr_history *get() const noexcept { return handle_.get(); }

    /* Adds the most recent item; the oldest goes when the history is full. ODR_ERROR_ITEM. */
    void append(std::int32_t item) { detail::check(odr_history_append(get(), item)); }

    /* Items held, at most the model's max_length. */
    std::int32_t count() const
    {
        std::int32_t count;
        detail::check(odr_history_count(get(), &count));
        return count;
    }

    /* Forgets all items. */
    void clear() { detail::check(odr_history_clear(get())); }

    /* The items held as bytes, for restore() of any history of the same catalog. */
    std::vector<std::uint8_t> save() const
    {
        std::size_t length;
        detail::check(odr_history_save(get(), nullptr, 0, &length));
        std::vector<std::uint8_t> bytes(length);
        detail::check(odr_history_save(get(), bytes.data(), bytes.size(), &length));
        return bytes;
    }

    /* Takes saved items in the place of those held. ODR_ERROR_HISTORY_FORMAT, and what was held stays. */
    void restore(const void *bytes, std::size_t length) { detail::check(odr_history_restore(get(), bytes, length)); }

    /* The items with the highest scores, best first: most of them at most, as many as the filter leaves. */
    std::vector<Recommendation> recommend(std::int32_t most, const Filter &filter = {})
    {
        std::vector<float> scores(room(most));
        std::vector<std::int32_t> items = list(most, filter, scores.data());
        std::vector<Recommendation> listed;
        listed.reserve(items.size());
        for (std::size_t i = 0; i < items.size(); i++) listed.push_back({items[i], scores[i]});
        return listed;
    }

    /* The same items without their scores, which takes a fraction of the time where the model's table is binary codes. */
    std::vector<std::int32_t> recommend_items(std::int32_t most, const Filter &filter = {}) { return list(most, filter, nullptr); }

private:
    /* No list is longer than the catalog; one place at least, for the library says what is wrong with a length below 1. */
    std::size_t room(std::int32_t most) const { return static_cast<std::size_t>(std::max(1, std::min(most, items_))); }

    std::vector<std::int32_t> list(std::int32_t most, const Filter &filter, float *scores)
    {
        std::vector<std::uint64_t> allowed = filter.allowed ? bits(*filter.allowed) : std::vector<std::uint64_t>();
        odr_filter given = {};
        given.allowed = filter.allowed ? allowed.data() : nullptr;
        given.allowed_words = allowed.size();
        given.denied = filter.denied.data();
        given.denied_count = filter.denied.size();
        given.exclude_seen = filter.exclude_seen;

        std::vector<std::int32_t> items(room(most));
        std::int32_t count;
        detail::check(odr_recommend(get(), &given, items.data(), scores, std::min(most, items_), &count));
        items.resize(static_cast<std::size_t>(count));
        return items;
    }

    /* A bit an item, as odr_filter has them. */
    std::vector<std::uint64_t> bits(const std::vector<std::int32_t> &items) const
    {
        std::vector<std::uint64_t> words((static_cast<std::size_t>(items_) + 63) / 64);
        for (std::int32_t item : items) {
            if (item < 1 || item > items_) {
                throw Error(ODR_ERROR_FILTER,
                            "The allowed item " + std::to_string(item) + " is not within 1.." + std::to_string(items_) + ".");
            }
            std::size_t bit = static_cast<std::size_t>(item) - 1;
            words[bit / 64] |= std::uint64_t{1} << bit % 64;
        }
        return words;
    }

    std::unique_ptr<odr_history, detail::Close> handle_;
    std::int32_t items_;
};

}

#endif
