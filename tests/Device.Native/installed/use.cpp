/* Every member of ondevicerec.hpp. Argument: the folder of models that run makes: 40 items, at most 6 in a history. */
#include <ondevicerec.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <type_traits>
#include <utility>

static_assert(!std::is_copy_constructible_v<odr::Model> && !std::is_copy_constructible_v<odr::History>);
static_assert(std::is_nothrow_move_constructible_v<odr::Model> && std::is_nothrow_move_assignable_v<odr::History>);

#define REQUIRE(condition) require(condition, #condition, __LINE__)
#define THROWS(expected, call) throws(expected, [&] { (void)(call); }, #call, __LINE__)

static void require(bool holds, const char *condition, int line)
{
    if (holds) return;
    std::cerr << "use.cpp:" << line << ": " << condition << " does not hold\n";
    std::exit(1);
}

template <typename Call>
static void throws(odr_status expected, Call call, const char *name, int line)
{
    try {
        call();
    } catch (const odr::Error &error) {
        if (error.status() != expected) std::cerr << "use.cpp:" << line << ": status " << error.status() << ": " << error.what() << '\n';
        require(error.status() == expected && *error.what() != 0, name, line);
        return;
    }
    require(false, name, line);
}

static std::vector<std::int32_t> items_of(const std::vector<odr::Recommendation> &list)
{
    std::vector<std::int32_t> items;
    for (odr::Recommendation one : list) items.push_back(one.item);
    return items;
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    std::string folder = argv[1];

    THROWS(ODR_ERROR_FILE, odr::Model(folder + "/nowhere.odr"));
    THROWS(ODR_ERROR_MODEL_FORMAT, odr::Model(folder + "/text/items.txt"));
    THROWS(ODR_ERROR_MODEL_FORMAT, odr::Model("ODR", 3));

    odr::Model text(folder + "/text.odr"), number(folder + "/number.odr"), none(folder + "/none.odr");
    REQUIRE(text.info().id_kind == ODR_IDS_TEXT && text.info().items == 40 && text.info().max_length == 6);
    REQUIRE(text.item_of_text("sku-37") == 1 && text.text_of(1) == "sku-37");
    THROWS(ODR_ERROR_ID, text.item_of_text("sku-0"));
    THROWS(ODR_ERROR_ID, text.item_of_text(std::string("sku-37\0", 7)));
    THROWS(ODR_ERROR_ID, text.item_of_number(37));
    THROWS(ODR_ERROR_ID, text.number_of(1));
    THROWS(ODR_ERROR_ITEM, text.text_of(41));
    REQUIRE(number.info().id_kind == ODR_IDS_NUMBER && number.item_of_number(37) == 1 && number.item_of_text("37") == 1);
    REQUIRE(number.number_of(1) == 37 && number.text_of(1) == "37");
    REQUIRE(none.info().id_kind == ODR_IDS_NONE && none.number_of(12) == 12 && none.item_of_text("12") == 12);

    odr::History history(text);
    THROWS(ODR_ERROR_EMPTY, history.recommend(20));
    THROWS(ODR_ERROR_ITEM, history.append(0));
    for (std::int32_t item : {1, 2, 3}) history.append(item);
    REQUIRE(history.count() == 3);
    std::vector<odr::Recommendation> list = history.recommend(20);
    REQUIRE(list.size() == 20 && list[0].score >= list[19].score);
    REQUIRE(history.recommend_items(20) == items_of(list));
    REQUIRE(history.recommend(2147483647).size() == 40);
    THROWS(ODR_ERROR_CAPACITY, history.recommend(0));
    THROWS(ODR_ERROR_CAPACITY, history.recommend_items(-1));

    odr::Filter filter;
    filter.exclude_seen = true;
    REQUIRE(history.recommend(40, filter).size() == 37);
    filter.denied = {4, 40};
    REQUIRE(history.recommend(40, filter).size() == 35);
    filter.allowed = {1, 4, 5, 40};
    REQUIRE(history.recommend_items(40, filter) == std::vector<std::int32_t>{5});
    filter.allowed = std::vector<std::int32_t>();
    REQUIRE(history.recommend(40, filter).empty());
    filter.allowed = {41};
    THROWS(ODR_ERROR_FILTER, history.recommend(40, filter));
    filter = {};
    filter.denied = {0};
    THROWS(ODR_ERROR_FILTER, history.recommend(40, filter));

    std::ifstream file(folder + "/text.odr", std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    odr::Model again(bytes.data(), bytes.size());
    odr::History restored(again);
    std::vector<std::uint8_t> saved = history.save();
    restored.restore(saved.data(), saved.size());
    REQUIRE(restored.count() == 3 && restored.recommend_items(20) == items_of(list));
    THROWS(ODR_ERROR_HISTORY_FORMAT, restored.restore("no history", 10));
    REQUIRE(restored.count() == 3);
    restored.clear();
    REQUIRE(restored.count() == 0);

    odr::History moved = std::move(history);
    REQUIRE(moved.count() == 3);
    THROWS(ODR_ERROR_NULL, history.count());
    odr_model *name = text.get();
    text.close();
    REQUIRE(odr_model_close(name) == ODR_ERROR_HANDLE);
    THROWS(ODR_ERROR_NULL, text.text_of(1));
    THROWS(ODR_ERROR_NULL, odr::History(text));
    REQUIRE(moved.recommend_items(20) == items_of(list));
    moved.close();
    THROWS(ODR_ERROR_NULL, moved.append(1));
    return 0;
}
